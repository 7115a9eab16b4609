using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Jenkins.AwsTemporal.Secrets;

namespace Jenkins.AwsTemporal.Tests.Secrets;

public class JsonPointerTests
{
    /// <summary>The document of RFC 6901, section 5.</summary>
    private const string Rfc =
        """{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}""";

    [TestCase("/foo", """["bar","baz"]""")]
    [TestCase("/foo/0", "\"bar\"")]
    [TestCase("/", "0")]
    [TestCase("/a~1b", "1")]
    [TestCase("/c%d", "2")]
    [TestCase("/e^f", "3")]
    [TestCase("/g|h", "4")]
    [TestCase("/i\\j", "5")]
    [TestCase("/k\"l", "6")]
    [TestCase("/ ", "7")]
    [TestCase("/m~0n", "8")]
    [TestCase("a/b", "1")]
    [TestCase("foo/0", null)]
    [TestCase("/foo/2", null)]
    [TestCase("/foo/-", null)]
    [TestCase("/foo/00", null)]
    [TestCase("/foo/+1", null)]
    [TestCase("/foo/99999999999", null)]
    [TestCase("/foo/0/x", null)]
    [TestCase("/none", null)]
    [TestCase("FOO", null)]
    public void The_examples_of_RFC_6901_hold(string key, string? value) => Assert.That(Find(Rfc, key), Is.EqualTo(value));

    [TestCase("{\"a\": 1.50 }", "1.50")]
    [TestCase("{\"a\":-0.0e+10}", "-0.0e+10")]
    [TestCase("{\"a\":123456789012345678901234567890}", "123456789012345678901234567890")]
    [TestCase("{\"a\": { \"b\" : [ 1 , null ] } , \"c\":1}", "{ \"b\" : [ 1 , null ] }")]
    [TestCase("{\"a\":true}", "true")]
    [TestCase("{\"a\":null}", "null")]
    [TestCase("{\"\\u0061\":1}", "1")]
    [TestCase("{\"a\":1,\"a\":2}", "2")]
    [TestCase("  {\"x\":{\"a\":0},\"a\":3}\n", "3")]
    [TestCase("[1]", null)]
    [TestCase("\"a\"", null)]
    [TestCase("5", null)]
    public void A_value_keeps_the_text_it_has(string json, string? value) => Assert.That(Find(json, "a"), Is.EqualTo(value));

    [TestCase("")]
    [TestCase("{")]
    [TestCase("{\"a\":1}}")]
    [TestCase("{\"a\":1} x")]
    [TestCase("{'a':1}")]
    [TestCase("{\"a\":1,}")]
    [TestCase("// c\n{}")]
    [TestCase("\uFEFF{\"a\":1}")]
    public void What_is_not_JSON_is_told(string json) => Assert.That(() => Find(json, "a"), Throws.InstanceOf<JsonException>());

    [Test]
    public void Every_value_of_any_document_is_found_at_its_own_pointer() =>
        Prop.ForAll(Document(3).ToArbitrary(), document =>
        {
            var json = document?.ToJsonString() ?? "null";
            return All(document, "").All(entry => Find(json, entry.Pointer) is { } text && JsonNode.DeepEquals(JsonNode.Parse(text), entry.Node));
        }).QuickCheckThrowOnFailure();

    private static string? Find(string json, string key)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        return JsonPointer.Find(bytes, key.Length == 0 ? [] : JsonPointer.Steps(key)) is { } range ? Encoding.UTF8.GetString(bytes[range]) : null;
    }

    private static IEnumerable<(string Pointer, JsonNode? Node)> All(JsonNode? node, string pointer) =>
        Children(node).SelectMany(child => All(child.Node, pointer + "/" + child.Step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal))).Prepend((pointer, node));

    private static IEnumerable<(string Step, JsonNode? Node)> Children(JsonNode? node) => node switch
    {
        JsonObject members => members.Select(member => (member.Key, member.Value)),
        JsonArray items => items.Select((item, index) => ($"{index}", item)),
        _ => [],
    };

    private static Gen<JsonNode?> Document(int depth)
    {
        var name = Gen.Choose(0, 4).SelectMany(length => Gen.ArrayOf(Gen.Elements("ab~/0 ü\"".ToCharArray()), length)).Select(chars => new string(chars));
        var leaf = Gen.OneOf(
            Gen.Choose(-1000, 1000).Select(number => (JsonNode?)JsonValue.Create(number)),
            name.Select(text => (JsonNode?)JsonValue.Create(text)),
            Gen.Constant<JsonNode?>(null));
        if (depth == 0) return leaf;
        var child = Document(depth - 1);
        return Gen.OneOf(
            leaf,
            Gen.Choose(0, 3).SelectMany(length => Gen.ArrayOf(child, length)).Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
            Gen.Choose(0, 3).SelectMany(length => Gen.ArrayOf(from n in name from c in child select (n, c), length)).Select(members => (JsonNode?)Members(members)));
    }

    private static JsonObject Members((string Name, JsonNode? Value)[] members)
    {
        var made = new JsonObject();
        foreach (var (name, value) in members) made[name] = value?.DeepClone();
        return made;
    }
}
