using System.Text;
using Jenkins.AwsTemporal.Handover;

namespace Jenkins.AwsTemporal.Tests.Handover;

/// <summary>What becomes of output in which secrets are masked.</summary>
internal static class Masking
{
    public static string Masked(string secret, string output) =>
        Masked(Patterns(Encoding.UTF8.GetBytes(secret)), Encoding.UTF8.GetBytes(output));

    public static MaskPatterns Patterns(byte[] secret)
    {
        var forms = new LeakForms();
        forms.Add(secret);
        return new MaskPatterns(forms);
    }

    public static string Masked(MaskPatterns patterns, byte[] output)
    {
        using var stream = new MemoryStream();
        var masker = new OutputMasker(patterns, stream);
        masker.Write(output);
        masker.Complete();
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
