using System.Text;

namespace PaytureActors.Gateway.Tests;

/// <summary>The other side of a form, as the protocol has it: form decoding, then ';', trimmed items, the first '=', one more unescaping.</summary>
internal static class WireForm
{
    public static byte[] Encode(GatewayRequest request, Instrument? instrument, MerchantAccount? account = null)
    {
        var its = account ?? GatewayUnderTest.Account;
        return GatewayEncoder.Encode(CommandTable.Find(request.Family, request.Operation, request.LeadsTo, its.WalletForm)!, its, request, instrument);
    }

    public static byte[] Encode(CustomerRequest request, Instrument? instrument) =>
        GatewayEncoder.Encode(CommandTable.Of(request.Operation), GatewayUnderTest.Account, request, instrument);

    /// <summary>The fields in their order, decoded once: blocks as they are split by the gateway.</summary>
    public static string Text(byte[] body) => string.Join('&', Fields(body).Select(field => $"{field.Name}={field.Value}"));

    public static List<(string Name, string Value)> Fields(byte[] body) =>
        [.. Encoding.ASCII.GetString(body).Split('&').Select(pair => pair.Split('=', 2)).Select(pair => (Decoded(pair[0]), Decoded(pair[1])))];

    public static Dictionary<string, string> Items(string block) => block.Split(';')
        .Select(item => item.Trim().Split('=', 2))
        .ToDictionary(item => item[0].Trim(), item => Decoded(item[1].Trim()), StringComparer.OrdinalIgnoreCase);

    /// <summary>All that arrived, whether in fields or in blocks; a name that would come twice is an error.</summary>
    public static Dictionary<string, string> Arrived(byte[] body)
    {
        var all = new Dictionary<string, string>();
        foreach (var (name, value) in Fields(body))
        {
            if (name is "PayInfo" or "Data" or "DATA" or "CustomFields")
            {
                foreach (var (item, text) in Items(value))
                    all.Add($"{name}.{item}", text);
            }
            else
            {
                all.Add(name, value);
            }
        }

        return all;
    }

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
