using Jenkins.AwsTemporal.Pasting;

namespace Jenkins.AwsTemporal.Tests.Pasting;

/// <summary>Jenkins' password field is one line: browsers make blanks of a paste's line breaks, or take them out.</summary>
internal sealed class OneLineFieldTests
{
    // A table's cells mean nothing without their lines, and a comment would reach over everything after it.
    private static readonly string[] NeedLines = ["cli1-assume-role.table", "dotenv.txt"];

    [Test]
    public void Every_form_is_read_with_blanks_for_its_line_breaks()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var name in Samples.Names.Except(NeedLines))
                Read(name, Samples.Read(name).Trim().Replace("\r", "", StringComparison.Ordinal).Replace('\n', ' '));
        }
    }

    [Test]
    public void Json_and_a_triple_are_read_with_their_line_breaks_taken_out()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var (name, form, _) in Samples.Forms)
            {
                if (form is PasteForm.StsJson or PasteForm.SsoJson or PasteForm.ProcessJson or PasteForm.InstanceJson or PasteForm.ContainerJson or PasteForm.Colons
                    && !name.Contains("yaml", StringComparison.Ordinal))
                    Read(name, Samples.Read(name).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
            }
        }
    }

    [Test]
    public void Other_forms_with_their_line_breaks_taken_out_give_no_wrong_credentials()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var name in Samples.Names)
            {
                var text = Samples.Read(name).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
                if (PastedCredentials.TryParse(text, out var pasted, out _))
                    Check(name, pasted);
            }
        }
    }

    private static void Read(string name, string line)
    {
        if (PastedCredentials.TryParse(line, out var pasted, out var error))
            Check(name, pasted);
        else
            Assert.Fail($"{name}: {error.Message}");
    }

    private static void Check(string name, PastedCredentials pasted)
    {
        var whole = PastedCredentials.Parse(Samples.Read(name)).Credentials;
        Assert.That(pasted.Credentials.AccessKeyId, Is.EqualTo(whole.AccessKeyId), name);
        Assert.That(pasted.Credentials.SecretAccessKey == whole.SecretAccessKey, Is.True, name);
        Assert.That(pasted.Credentials.SessionToken == whole.SessionToken, Is.True, name);
    }
}
