using System.Text;
using System.Xml;

namespace PaytureActors.Gateway;

/// <summary>
/// One XML answer: its root's attributes, and those of the elements right under it. It never throws for what a gateway can send.
/// </summary>
internal sealed class AnswerDocument
{
    /// <summary>The longest answer that is read, in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>The most nested elements that are kept; a customer has at most 20 cards (D:ewallet/cards/get-list).</summary>
    private const int MaxNested = 256;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxBytes,
        MaxCharactersFromEntities = 1024,
        CloseInput = true,
    };

    private readonly Dictionary<string, string> _attributes = [];
    private readonly List<(string Name, Dictionary<string, string> Attributes)> _nested = [];

    private AnswerDocument() { }

    /// <summary>An attribute of the root; null where it is absent.</summary>
    public string? this[string name] => _attributes.GetValueOrDefault(name);

    /// <summary>The attributes of each element of a name right under the root.</summary>
    public IEnumerable<Dictionary<string, string>> Nested(string name) =>
        _nested.Where(each => each.Name == name).Select(each => each.Attributes);

    /// <summary>Reads a whole document with one of a row's root elements; half an answer is none.</summary>
    public static AnswerDocument? TryRead(ReadOnlySpan<byte> body, CommandRow row)
    {
        if (body.Length > MaxBytes)
            return null;
        try
        {
            var text = StrictUtf8.GetString(body).Trim('\uFEFF', ' ', '\t', '\r', '\n');
            using var xml = XmlReader.Create(new StringReader(text), Settings);
            if (xml.MoveToContent() != XmlNodeType.Element || xml.NamespaceURI.Length > 0
                || (xml.Name != row.RootElement && xml.Name != row.OtherRoot))
            {
                return null;
            }

            var answer = new AnswerDocument();
            ReadAttributes(xml, answer._attributes);
            while (xml.Read())
            {
                if (xml.NodeType != XmlNodeType.Element || xml.Depth != 1 || answer._nested.Count == MaxNested)
                    continue;
                var nested = new Dictionary<string, string>();
                answer._nested.Add((xml.Name, nested));
                ReadAttributes(xml, nested);
            }

            return answer;
        }
        catch (Exception exception) when (exception is XmlException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static void ReadAttributes(XmlReader xml, Dictionary<string, string> attributes)
    {
        while (xml.MoveToNextAttribute())
            attributes[xml.Name] = xml.Value;
        xml.MoveToElement();
    }
}
