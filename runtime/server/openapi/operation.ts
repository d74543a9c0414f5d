import type { z } from "zod";

/** What a route takes and gives, for people and for programs that are made of it. */
export interface Operation {
  readonly method: "get" | "post" | "patch" | "delete";
  /** With `{name}` for what varies; also there under `/api`. */
  readonly path: string;
  readonly tag: string;
  /** One sentence. */
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  /** A JSON body. */
  readonly body?: z.ZodType;
  /** A form with one file under this name, and these fields. */
  readonly form?: { readonly file: string; readonly fields: z.ZodObject };
  /** A body of any bytes. */
  readonly bytes?: true;
  /** What a good answer holds: JSON of this form, or the media type of something else; null for nothing. */
  readonly answer: z.ZodType | string | null;
  /** Default 200. */
  readonly status?: number;
  /** Refusals of its own, by status: why. */
  readonly refusals?: Readonly<Record<number, string>>;
}
