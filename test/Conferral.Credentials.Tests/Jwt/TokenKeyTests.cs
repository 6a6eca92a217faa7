// The keys of tokens against the examples of the RFCs.
using System.Text;
using System.Text.Json;
using Conferral.Credentials.Jwt;

namespace Conferral.Credentials.Tests.Jwt;

public sealed class TokenKeyTests
{
    private const string Ed25519 = """{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""";
    private const string Ed25519Token = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    private const string P256 = """{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""";
    private const string P256Token = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    /// <summary>RFC 8037, A.4 and A.5; RFC 7515, A.3.</summary>
    [Theory]
    [InlineData(Ed25519, Ed25519Token, "EdDSA")]
    [InlineData(P256, P256Token, "ES256")]
    public void The_examples_of_the_rfcs_verify(string jwk, string token, string algorithm)
    {
        var key = TokenKey.FromJwk(JsonDocument.Parse(jwk).RootElement);
        var end = token.LastIndexOf('.');
        var signature = System.Buffers.Text.Base64Url.DecodeFromChars(token.AsSpan(end + 1));
        Assert.Equal(algorithm, key.Algorithm);
        Assert.True(key.Verify(Encoding.ASCII.GetBytes(token[..end]), signature));
        Assert.False(key.Verify(Encoding.ASCII.GetBytes(token[..(end - 1)]), signature));
        Assert.False(key.Verify(Encoding.ASCII.GetBytes(token[..end]), signature.AsSpan(1)));
    }

    [Fact]
    public void Keys_are_equal_by_what_they_are()
    {
        var plain = TokenKey.FromJwk(JsonDocument.Parse(P256).RootElement);
        var adorned = TokenKey.FromJwk(JsonDocument.Parse(P256.Replace("{", """{"use":"sig","kid":"a",""", StringComparison.Ordinal)).RootElement);
        Assert.Equal(plain, adorned);
        Assert.NotEqual(plain, TokenKey.FromJwk(JsonDocument.Parse(Ed25519).RootElement));
        Assert.Equal(TokenKey.FromJwk(JsonDocument.Parse(Ed25519).RootElement), TokenKey.FromJwk(JsonDocument.Parse(Ed25519).RootElement));
    }
}
