namespace Conferral.Issuance.Tests;
public sealed class Placeholder { [Fact] public void Builds() { } }
