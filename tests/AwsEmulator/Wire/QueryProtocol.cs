using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace AwsEmulator.Wire;

/// <summary>XML, as STS speaks it.</summary>
internal sealed class QueryProtocol : IProtocol
{
    private const string ContentType = "text/xml";

    public static XNamespace Namespace { get; } = "https://sts.amazonaws.com/doc/2011-06-15/";

    public static Answer Result(string action, string requestId, params object[] content) => new(200, ContentType, Bytes(
        new XElement(Namespace + $"{action}Response",
            new XElement(Namespace + $"{action}Result", content),
            new XElement(Namespace + "ResponseMetadata", new XElement(Namespace + "RequestId", requestId)))));

    public static XElement Element(string name, params object?[] content) => new(Namespace + name, content);

    public Answer Error(AwsException error, string requestId) => new(error.Status, ContentType, Bytes(
        new XElement(Namespace + "ErrorResponse",
            new XElement(Namespace + "Error",
                new XElement(Namespace + "Type", error.Status < 500 ? "Sender" : "Receiver"),
                new XElement(Namespace + "Code", error.Code),
                new XElement(Namespace + "Message", Writable(error.Message))),
            new XElement(Namespace + "RequestId", requestId))), error.Code);

    private static byte[] Bytes(XElement element) => Encoding.UTF8.GetBytes(element.ToString());

    /// <summary>A message quotes what the client sent, which XML need not be able to hold.</summary>
    private static string Writable(string message) => string.Concat(message.Select(c => XmlConvert.IsXmlChar(c) ? c : '?'));
}
