using System.Text.Json;
using System.Text.Json.Nodes;

namespace AwsEmulator.Policies;

/// <summary>An IAM policy: of an identity, a session, or a resource (a trust policy is one of these).</summary>
public sealed class PolicyDocument
{
    private PolicyDocument(JsonObject json, IReadOnlyList<Statement> statements)
    {
        Json = json;
        Statements = statements;
    }

    /// <summary>The document as it was given.</summary>
    public JsonObject Json { get; }

    internal IReadOnlyList<Statement> Statements { get; }

    /// <summary>Reads a document; whatever the emulator does not evaluate is refused here, loudly.</summary>
    /// <exception cref="MalformedPolicyException">The document is not one, or holds something unknown.</exception>
    public static PolicyDocument Parse(string text)
    {
        JsonNode? json;
        try
        {
            json = JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            throw new MalformedPolicyException("This policy contains invalid Json");
        }
        if (json is not JsonObject document)
            throw new MalformedPolicyException("Syntax errors in policy.");
        foreach (var (name, _) in document)
            if (name is not ("Version" or "Id" or "Statement"))
                throw new MalformedPolicyException($"Syntax errors in policy: {name}.");
        var statements = document["Statement"] switch
        {
            JsonArray list => list.Select(item => Statement.Parse(item as JsonObject)).ToList(),
            JsonObject one => [Statement.Parse(one)],
            _ => throw new MalformedPolicyException("Missing required field Statement"),
        };
        return new PolicyDocument(document, statements);
    }

    /// <summary>What the document says about a request, principals aside.</summary>
    internal Verdict Judge(AccessRequest request) =>
        Judge(Statements.Where(statement => statement.Applies(request)));

    internal static Verdict Judge(IEnumerable<Statement> applicable)
    {
        var verdict = Verdict.Silent;
        foreach (var statement in applicable)
        {
            if (!statement.Allows)
                return Verdict.Denied;
            verdict = Verdict.Allowed;
        }
        return verdict;
    }

    internal static Verdict Judge(IEnumerable<PolicyDocument> documents, AccessRequest request) =>
        Judge(documents.SelectMany(document => document.Statements).Where(statement => statement.Applies(request)));
}
