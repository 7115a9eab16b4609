using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Benchmarks;

/// <summary>What builds print, and what is secret: the same in every run.</summary>
internal static class Samples
{
    private const int Size = 16_000_000;

    private static readonly string[] Lines =
    [
        "[INFO] {0} --- maven-compiler-plugin:3.11.0:compile (default-compile) @ service-{1} ---",
        "[INFO] Downloaded from central: https://repo.example.com/maven2/org/example/library-{1}/1.{2}/library-{1}-1.{2}.jar (2{1} kB at 1.{2} MB/s)",
        "\e[32m+\e[0m aws_instance.web[{1}]: Still creating... [{2}s elapsed]",
        " ---> Running in {0}",
        "#{1} [stage-1 {2}/12] COPY --from=build /app/out/lib{1}.so /usr/lib/",
        "{0}: digest: sha256:{0}{0}{0} size: {1}",
        "2026-11-22T02:36:{1}.{2}Z  WARN 1 --- [main] o.e.service.Handler{1} : the cache has {2} entries, expected \"{1}\" <none>",
        "npm warn deprecated package-{1}@{2}.0.0: This version is no longer supported & will be removed",
        "    at org.example.service.Handler{1}.handle(Handler{1}.java:{2}) ~[classes!/:1.0.{2}]",
        "src/main/java/org/example/Handler{1}.java:{2}: warning: [deprecation] method in class has been deprecated",
    ];

    public static byte[] BuildLog(int size = Size)
    {
        var random = new Random(1);
        var text = new StringBuilder(size + 1000);
        while (text.Length < size)
        {
            text.AppendFormat(CultureInfo.InvariantCulture, Lines[random.Next(Lines.Length)], random.Next().ToString("x8", CultureInfo.InvariantCulture), random.Next(100), random.Next(1000));
            text.Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, size));
    }

    public static byte[] Binary()
    {
        var bytes = new byte[Size];
        new Random(2).NextBytes(bytes);
        // Half of most binary files is zero.
        for (var at = 0; at < bytes.Length; at += 128)
            bytes.AsSpan(at, 64).Clear();
        return bytes;
    }

    public static byte[] Base64()
    {
        var bytes = new byte[Size / 4 * 3];
        new Random(3).NextBytes(bytes);
        return Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks));
    }

    /// <summary>The log with one of the secrets after every thousandth of its lines.</summary>
    public static byte[] With(byte[] log, IReadOnlyList<byte[]> secrets)
    {
        var output = new MemoryStream();
        var line = 0;
        foreach (var value in log)
        {
            output.WriteByte(value);
            if (value == '\n' && ++line % 1000 == 0)
                output.Write(secrets[line / 1000 % secrets.Count]);
        }

        return output.ToArray();
    }

    /// <summary>Passwords of 24 to 48 characters of all kinds.</summary>
    public static IReadOnlyList<byte[]> Passwords(int count)
    {
        var random = new Random(4);
        return [.. Enumerable.Range(0, count).Select(_ => Random(random, random.Next(24, 48), (char)33, (char)126))];
    }

    /// <summary>A secret access key and a session token, which are masked in every run.</summary>
    public static IReadOnlyList<byte[]> Keys()
    {
        var random = new Random(5);
        var key = new byte[30];
        var token = new byte[720];
        random.NextBytes(key);
        random.NextBytes(token);
        return [Encoding.ASCII.GetBytes(Convert.ToBase64String(key)), Encoding.ASCII.GetBytes(Convert.ToBase64String(token))];
    }

    /// <summary>As large as Secrets Manager takes them, and another one for each number.</summary>
    public static IReadOnlyList<(string Name, Func<int, byte[]> Make)> Largest { get; } =
    [
        ("text", number => Fill(number, random => Encoding.ASCII.GetString(Random(random, 64, ' ', '~')) + "\n")),
        ("kubeconfig", number => Fill(number, random => $"""
            - name: cluster-{random.Next()}
              cluster:
                server: https://{random.Next()}.example.com:6443
                certificate-authority-data: {Convert.ToBase64String(Random(random, 1200, ' ', '~'))}

            """)),
        ("PEM bundle", number => Fill(number, random => PemEncoding.WriteString("CERTIFICATE", Random(random, 900, '\0', '\u00ff')) + "\n")),
        ("JSON", number => Fill(number, random => $"  \"key-{random.Next()}\": \"{Convert.ToBase64String(Random(random, 24, '0', 'Z'))}\",\n", "{\n", "  \"port\": 5432\n}\n")),
        ("one line", number => Fill(number, random => Convert.ToHexString(Random(random, 64, '\0', '\u00ff')))),
    ];

    private static byte[] Fill(int number, Func<Random, string> part, string begin = "", string end = "")
    {
        var random = new Random(number);
        var text = new StringBuilder(begin);
        for (var next = part(random); text.Length + next.Length + end.Length <= 65_536; next = part(random))
            text.Append(next);
        return Encoding.ASCII.GetBytes(text.Append(end).ToString());
    }

    private static byte[] Random(Random random, int length, char from, char to)
    {
        var bytes = new byte[length];
        for (var at = 0; at < length; at++)
            bytes[at] = (byte)random.Next(from, to + 1);
        return bytes;
    }
}
