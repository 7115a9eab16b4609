using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Jenkins.AwsTemporal.Sealing;

namespace Jenkins.AwsTemporal.Sessions;

/// <content>The key pair of the prompt whose answer will open the session: <c>seal.json</c>, version 1.</content>
public sealed partial class SessionFolder
{
    private const int SealVersion = 1;
    private const int LongestSeal = 64 * 1024;

    /// <summary>Keeps the key pair of a prompt, making the folder if need be and replacing the one of an earlier prompt.</summary>
    /// <param name="pair">The key pair.</param>
    /// <exception cref="SessionException"><see cref="ErrorCode.UnsafeFolder"/>.</exception>
    public void KeepSealingKey(SealingKeyPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        CreateFolder();
        SessionWipe.WipeTemporaries(_folder, SessionWipe.Seal);
        var document = WriteSeal(pair);
        _folder.Write(SessionWipe.Seal, document);
        Array.Clear(document);
    }

    /// <summary>
    /// What was pasted for the session: the text itself, or what is sealed in it. Only a blank paste, and a plain one that may
    /// not be, leave the prompt's key: else it is wiped whatever comes of it, so that it opens one answer at most; of several
    /// that ask at one moment, one gets it.
    /// </summary>
    /// <param name="paste">The paste, plain or sealed.</param>
    /// <param name="sealedOnly">Refuse a plain one, unless it is blank, and anything but white space around a sealed one.</param>
    /// <param name="now">The time.</param>
    /// <returns>A secret.</returns>
    /// <exception cref="SealingException">It is sealed and cannot be opened here, or plain and may not be.</exception>
    /// <exception cref="SessionException"><see cref="ErrorCode.UnsafeFolder"/>.</exception>
    public string Unseal(string paste, bool sealedOnly, DateTimeOffset now)
    {
        var isSealed = SealedPaste.IsSealed(paste);
        // They try nothing.
        if (string.IsNullOrWhiteSpace(paste))
            return "";
        if (sealedOnly && !isSealed)
            throw SealingException.NotSealed();
        if (isSealed)
            SealingException.DemandOpenSsl();
        using var pair = TakeSealingKey();
        if (!isSealed)
            return paste;
        if (pair is null)
            throw SealingException.NoKey(Path);
        // Such as a plain session, which would have passed with it.
        if (sealedOnly && SealedPaste.HasMore(paste))
            throw SealingException.Damaged("holds more than what the command printed");
        return pair.Open(paste, now);
    }

    private SealingKeyPair? TakeSealingKey()
    {
        if (!_folder.Check())
            return null;
        // Renamed first: a second one finds nothing, and a process that is killed here leaves nothing that opens.
        var taken = PrivateFile.TemporaryNameOf(SessionWipe.Seal);
        try
        {
            PrivateFile.Move(_folder.File(SessionWipe.Seal), _folder.File(taken));
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        WasThere = true;
        try
        {
            return _folder.Read(taken, LongestSeal) is { } bytes ? ReadSeal(bytes) : null;
        }
        finally
        {
            WipeTaken(new FileInfo(_folder.File(taken)));
        }
    }

    private static void WipeTaken(FileInfo taken)
    {
        try
        {
            SessionWipe.WipeOrUnlink(taken);
        }
        catch (DirectoryNotFoundException)
        {
            // The folder was closed at this moment.
        }
    }

    partial void FindPromptEnd(ref DateTimeOffset? end)
    {
        try
        {
            if (!_folder.Check() || _folder.Read(SessionWipe.Seal, LongestSeal) is not { } bytes)
                return;
            end = ReadEnd(bytes);
        }
        catch (SessionException)
        {
            // What is not safe is no key of ours.
        }
    }

    private static byte[] WriteSeal(SealingKeyPair pair)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("version", SealVersion);
            json.WriteString("key", pair.Public.ToString());
            json.WriteString("expiration", pair.ExpiresAt.ToString("O", CultureInfo.InvariantCulture));
            json.WriteBase64String("privateKey", pair.ExportPrivateKey());
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    // Without the key, which not every machine that sweeps can use.
    private static DateTimeOffset? ReadEnd(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return ExpirationOf(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or FormatException)
        {
            return null;
        }
        finally
        {
            Array.Clear(bytes);
        }
    }

    private static DateTimeOffset ExpirationOf(JsonElement root) =>
        DateTimeOffset.ParseExact(root.GetProperty("expiration").GetString()!, "O", CultureInfo.InvariantCulture);

    private static SealingKeyPair? ReadSeal(byte[] bytes)
    {
        if (!OpenSsl.IsUsable)
            return null;
        var key = RSA.Create();
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            if (root.GetProperty("version").GetInt32() != SealVersion)
                return null;
            key.ImportPkcs8PrivateKey(root.GetProperty("privateKey").GetBytesFromBase64(), out _);
            var pair = new SealingKeyPair(
                key,
                SealingKey.Parse(root.GetProperty("key").GetString()!),
                ExpirationOf(root));
            key = null;
            return pair;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException
            or FormatException or CryptographicException or InvalidOptionException)
        {
            return null;
        }
        finally
        {
            key?.Dispose();
            Array.Clear(bytes);
        }
    }
}
