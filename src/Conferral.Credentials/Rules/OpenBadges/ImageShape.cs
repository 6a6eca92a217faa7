// Image: a picture by URL or data URI.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>The shape of Image, a closed class. Spec: https://www.imsglobal.org/spec/ob/v3p0/#org.1edtech.ob.v3p0.image.class</summary>
internal static class ImageShape
{
    public static readonly Shape Shape = new(ModelClass.Image, "OB-IMAGE", "OB 3.0, class Image",
    [
        Uri("id").Required(),
        TypeIs("Image"),
        Text("caption"),
    ])
    {
        IsClosed = true,
    };
}
