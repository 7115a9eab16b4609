using System.Buffers;
using System.Globalization;
using System.Net;

namespace Jenkins.AwsTemporal.Calling;

/// <summary>
/// Stands between the SDK and the network and lets only answers of AWS through. The body is read here, because here
/// the deadline's token still ends it: the SDK reads a body without one, and without a limit.
/// </summary>
internal sealed class AnswerGuard(AnswerShape shape, AwsPeer peer, HttpMessageHandler next) : DelegatingHandler(next)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        peer.Asked(request.RequestUri!);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            peer.Answered(response.Headers.Date, SignedAt(request));
            if ((int)response.StatusCode is >= 300 and < 400) throw Redirect(response);
            if (response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired)
                throw new ForeignAnswerException("the proxy asks for a name and password", response.StatusCode);

            var body = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
            if (!shape.Fits(body) && !NamesItsError(response)) throw Foreign(response);

            var content = new ByteArrayContent(body);
            foreach (var header in response.Content.Headers) content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            content.Headers.ContentLength = body.Length;
            response.Content.Dispose();
            response.Content = content;
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > shape.MaxBytes) throw TooLong(response);

        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        var body = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            var read = await stream.ReadAsync(body.GetMemory(4096), cancellationToken).ConfigureAwait(false);
            if (read == 0) break;
            body.Advance(read);
            if (body.WrittenCount > shape.MaxBytes) throw TooLong(response);
        }

        var bytes = body.WrittenSpan.ToArray();
        body.Clear(); // Also overwrites: the body may be a secret.
        return bytes;
    }

    /// <summary>The time in the signature: this machine's, or what the SDK has corrected it to after an earlier answer.</summary>
    private static DateTimeOffset? SignedAt(HttpRequestMessage request) =>
        request.Headers.TryGetValues("X-Amz-Date", out var values)
        && DateTimeOffset.TryParseExact(values.First(), "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    /// <summary>The JSON protocol allows an error to be in the headers alone.</summary>
    private static bool NamesItsError(HttpResponseMessage response) =>
        !response.IsSuccessStatusCode && response.Headers.Contains("x-amzn-ErrorType");

    private static Exception Foreign(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status >= 500 || response.StatusCode == HttpStatusCode.TooManyRequests)
        {
            // A load balancer or AWS's own front: of the kind that the SDK's retry policy tries again.
            return new HttpRequestException("an answer that is not AWS's", null, response.StatusCode);
        }

        return new ForeignAnswerException(
            string.Create(CultureInfo.InvariantCulture, $"answered with something that is not AWS's (status {status})"),
            response.StatusCode);
    }

    private static ForeignAnswerException Redirect(HttpResponseMessage response)
    {
        var target = response.Headers.Location;
        var where = target is { IsAbsoluteUri: true, Authority.Length: > 0 } ? target.Authority : "another path of its own";
        return new ForeignAnswerException($"redirected to {ErrorText.OneLine(where, [])}, which AWS never does", response.StatusCode);
    }

    private ForeignAnswerException TooLong(HttpResponseMessage response) =>
        new($"answered with more than the {(shape.MaxBytes >> 20).ToString(CultureInfo.InvariantCulture)} MiB that AWS could", response.StatusCode);
}
