// Opens an address in the person's browser, where there is one.
using System.ComponentModel;
using System.Diagnostics;

namespace Conferral.Cli;

internal static class Browser
{
    /// <summary>False where this machine has no browser to open, such as a server without a display.</summary>
    public static bool TryOpen(Uri address, Func<string, string?> environment)
    {
        if (Opener(environment) is not { } opener) return false;
        var start = new ProcessStartInfo(opener) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        if (opener == Windows) start.ArgumentList.Add("url.dll,FileProtocolHandler");
        start.ArgumentList.Add(address.AbsoluteUri);
        try
        {
            using var started = Process.Start(start);
            return started is not null;
        }
        catch (Win32Exception)
        {
            // The opener is not installed: the address is on the screen anyway.
            return false;
        }
    }

    private const string Windows = "rundll32";

    private static string? Opener(Func<string, string?> environment)
    {
        if (OperatingSystem.IsWindows()) return Windows;
        if (OperatingSystem.IsMacOS()) return "open";
        return environment("DISPLAY") is { Length: > 0 } || environment("WAYLAND_DISPLAY") is { Length: > 0 } ? "xdg-open" : null;
    }
}
