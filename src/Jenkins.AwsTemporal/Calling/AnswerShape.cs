namespace Jenkins.AwsTemporal.Calling;

/// <summary>What a service of AWS answers with: STS with XML, the others with JSON, and nothing larger than its cap.</summary>
internal sealed record AnswerShape(int MaxBytes, byte Opening)
{
    public static AnswerShape Sts { get; } = new(1 << 20, (byte)'<');

    /// <summary>A secret has up to 64 KiB; escaped as <c>\u0000</c> throughout it has six times as many, and base64 has fewer. A batch has 20 of them.</summary>
    public static AnswerShape SecretsManager { get; } = new(8 << 20, (byte)'{');

    public static AnswerShape SsoPortal { get; } = new(1 << 20, (byte)'{');

    /// <summary>Whether the body can be of this service. A page of HTML opens as XML does, and is none.</summary>
    public bool Fits(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith("\uFEFF"u8)) body = body[3..];
        body = body.TrimStart(" \t\r\n"u8);
        return body.Length > 0 && body[0] == Opening && !Opens(body, "<!doctype"u8) && !Opens(body, "<html"u8);
    }

    private static bool Opens(ReadOnlySpan<byte> body, ReadOnlySpan<byte> lowerCase) =>
        body.Length >= lowerCase.Length && System.Text.Ascii.EqualsIgnoreCase(body[..lowerCase.Length], lowerCase);
}
