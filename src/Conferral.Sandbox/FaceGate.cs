// Puts the face on: what this platform has no address or method for is refused before anything else looks at it.
using Microsoft.AspNetCore.Http;

namespace Conferral.Sandbox;

internal sealed class FaceGate(SandboxFace face)
{
    /// <summary>The face of the platform a request came to.</summary>
    public static SandboxFace Of(HttpContext context) => context.Features.Get<SandboxFace>() ?? SandboxFace.Sandbox;

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Features.Set(face);
        var path = context.Request.Path.Value ?? "";
        if (!path.StartsWith(ClrPath.Base, StringComparison.Ordinal)) return next(context);
        if (face.NeedsSlash && !path.EndsWith('/')) return Refuse(context, StatusCodes.Status404NotFound, "There is nothing at this address; those of this platform end with a slash.");
        var reads = HttpMethods.IsGet(context.Request.Method);
        var address = path.TrimEnd('/');
        if (reads && !face.Lists && address == ClrPath.Credentials) return Refuse(context, StatusCodes.Status405MethodNotAllowed, "This platform stores credentials and lists none.");
        if (reads && !face.Locates && address.StartsWith(ClrPath.Credentials + "/", StringComparison.Ordinal)) return Refuse(context, StatusCodes.Status404NotFound, "This platform has no addresses for single credentials.");
        return next(context);
    }

    private static Task Refuse(HttpContext context, int status, string description) => Refusal.ForStatus(status, description).WriteAsync(context);
}
