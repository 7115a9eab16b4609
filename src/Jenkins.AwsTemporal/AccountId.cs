namespace Jenkins.AwsTemporal;

/// <summary>The rule of an account's id: exactly 12 ASCII digits.</summary>
internal static class AccountId
{
    public static bool IsValid(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);
}
