namespace Conferral.Cli.Tests;
public sealed class Placeholder { [Fact] public void Builds() { } }
