using System.Text.Json;

namespace Jenkins.AwsTemporal.Cli.Controller;

/// <summary>What Jenkins answered, read whole.</summary>
internal sealed class ControllerAnswer
{
    public required int Status { get; init; }

    /// <summary>Where it redirects to, or null.</summary>
    public required Uri? Location { get; init; }

    /// <summary>The cookies that it sets, as they are sent back; empty for none.</summary>
    public required string Cookies { get; init; }

    /// <summary>What Jenkins says on its error pages (hudson/model/AbstractModelObject/error.jelly), or null.</summary>
    public required string? Error { get; init; }

    public required byte[] Body { get; init; }

    public bool IsRedirect => Status is 301 or 302 or 303 or 307 or 308 && Location is not null;

    /// <summary>Whether it wants a log-in: at its own page, or wherever its security realm has one.</summary>
    public bool AsksForLogin => IsRedirect
        && Location!.AbsolutePath.TrimEnd('/') is var path
        && (path.EndsWith("/login", StringComparison.Ordinal) || path.EndsWith("/securityRealm/commenceLogin", StringComparison.Ordinal));

    /// <summary>The body, if it is JSON.</summary>
    public JsonDocument? TryParse()
    {
        try
        {
            return JsonDocument.Parse(Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
