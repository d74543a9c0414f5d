import sharp from "sharp";
import type { Picture } from "../../model/vision/codec.ts";

/** The middle of a picture at another size, cropped to its shape. A picture of that size stays as it is. */
export async function fitPicture(
  picture: Picture,
  { height, width }: { readonly height: number; readonly width: number },
): Promise<Picture> {
  if (picture.height === height && picture.width === width) return picture;
  const data = await sharp(picture.data, { raw: { height: picture.height, width: picture.width, channels: 3 } })
    .resize(width, height, { fit: "cover" })
    .raw()
    .toBuffer();
  return { height, width, data };
}
