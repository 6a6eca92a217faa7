namespace Conferral.Sandbox.Tests;
public sealed class Placeholder { [Fact] public void Builds() { } }
