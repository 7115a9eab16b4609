Console.WriteLine(0);
