#nullable enable
using System;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Draws the packages' icon, a bomb with a burning fuse, as a PNG of 128 x 128 pixels. NuGet takes no text such as SVG.</summary>
public sealed class DrawIcon : Task
{
    private const int Size = 128;
    private const int Samples = 4;
    private static readonly uint[] CrcTable = Enumerable.Range(0, 256).Select(CrcOf).ToArray();

    [Required]
    public string File { get; set; } = "";

    public override bool Execute()
    {
        var rows = new MemoryStream();
        for (var y = 0; y < Size; y++)
        {
            rows.WriteByte(0); // no filter
            for (var x = 0; x < Size; x++)
                rows.Write(Pixel(x, y), 0, 4);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(File));
        using (var png = System.IO.File.Create(File))
        {
            png.Write(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }, 0, 8);
            Write(png, "IHDR", Number(Size).Concat(Number(Size)).Concat(new byte[] { 8, 6, 0, 0, 0 }).ToArray());
            Write(png, "IDAT", Stored(rows.ToArray()));
            Write(png, "IEND", new byte[0]);
        }

        return true;
    }

    // The mean of the samples' colours, each weighed by how much of it covers.
    private static byte[] Pixel(int x, int y)
    {
        double red = 0, green = 0, blue = 0, alpha = 0;
        for (var i = 0; i < Samples * Samples; i++)
        {
            var colour = Colour(x + (i % Samples + 0.5) / Samples, y + (i / Samples + 0.5) / Samples);
            if (colour < 0)
                continue;
            red += colour >> 16;
            green += colour >> 8 & 255;
            blue += colour & 255;
            alpha++;
        }

        return alpha == 0
            ? new byte[4]
            : new[] { (byte)Math.Round(red / alpha), (byte)Math.Round(green / alpha), (byte)Math.Round(blue / alpha), (byte)Math.Round(alpha * 255 / Samples / Samples) };
    }

    private static int Colour(double x, double y)
    {
        var (toSparkX, toSparkY) = (x - 106, y - 22);
        var spark = 17 - 8 * Math.Abs(Math.Sin(4 * Math.Atan2(toSparkY, toSparkX)));
        if (toSparkX * toSparkX + toSparkY * toSparkY < spark * spark)
            return 0xFF9900;
        if (Within(x, y, 34, 58, 8))
            return 0xFFFFFF;
        if (Within(x, y, 52, 76, 44))
            return 0x232F3E;
        var fuse = Math.Sqrt((x - 106) * (x - 106) + (y - 54) * (y - 54));
        return fuse > 29 && fuse < 35 && x < 106 && y < 54 ? 0x8C6239 : -1;
    }

    private static bool Within(double x, double y, double centreX, double centreY, double radius) =>
        (x - centreX) * (x - centreX) + (y - centreY) * (y - centreY) < radius * radius;

    // Not compressed, so that no compressor's version shows in the bytes; the package itself is.
    private static byte[] Stored(byte[] data)
    {
        var stream = new MemoryStream();
        stream.Write(new byte[] { 0x78, 0x01 }, 0, 2);
        for (var start = 0; start < data.Length; start += 65535)
        {
            var length = Math.Min(65535, data.Length - start);
            stream.WriteByte((byte)(start + length == data.Length ? 1 : 0));
            stream.Write(new[] { (byte)length, (byte)(length >> 8), (byte)~length, (byte)(~length >> 8) }, 0, 4);
            stream.Write(data, start, length);
        }

        uint a = 1, b = 0;
        foreach (var each in data)
        {
            a = (a + each) % 65521;
            b = (b + a) % 65521;
        }

        stream.Write(Number((int)(b << 16 | a)), 0, 4);
        return stream.ToArray();
    }

    private static void Write(Stream png, string name, byte[] data)
    {
        var chunk = Encoding.ASCII.GetBytes(name).Concat(data).ToArray();
        png.Write(Number(data.Length), 0, 4);
        png.Write(chunk, 0, chunk.Length);
        png.Write(Number((int)~chunk.Aggregate(~0u, (crc, each) => CrcTable[(crc ^ each) & 255] ^ crc >> 8)), 0, 4);
    }

    private static uint CrcOf(int start)
    {
        var crc = (uint)start;
        for (var bit = 0; bit < 8; bit++)
            crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB88320;
        return crc;
    }

    private static byte[] Number(int value) => new[] { (byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value };
}
