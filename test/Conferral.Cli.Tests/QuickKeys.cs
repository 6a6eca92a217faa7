// Key files made by these tests open at once: their passphrase is in the code, so no work needs to stand before it.
using System.Runtime.CompilerServices;
using Conferral.Credentials.Keys;

namespace Conferral.Cli.Tests;

internal static class QuickKeys
{
    private const int Rounds = 1_000;

    [ModuleInitializer]
    internal static void Use() => Pkcs8.RoundsOfNewFiles = Rounds;
}
