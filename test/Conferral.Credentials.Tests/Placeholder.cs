namespace Conferral.Credentials.Tests;
public sealed class Placeholder { [Fact] public void Builds() { } }
