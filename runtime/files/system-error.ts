import { NextscaleError } from "../errors.ts";
import { type FileAction, fileErrors } from "./errors.ts";

/** Turns what the operating system threw into a file error; anything already typed passes through. */
export function fileError(cause: unknown, path: string, action: FileAction): NextscaleError {
  if (cause instanceof NextscaleError) return cause;
  const code = systemCode(cause);
  switch (code) {
    case "ENOENT":
      return action === "read" ? fileErrors.NOT_FOUND({ path }, { cause }) : fileErrors.NO_FOLDER({ path }, { cause });
    case "ENOTDIR":
      return fileErrors.NOT_A_FOLDER({ path }, { cause });
    case "EISDIR":
      return fileErrors.IS_FOLDER({ path }, { cause });
    case "EACCES":
    case "EPERM":
      return fileErrors.NOT_ALLOWED({ path, action }, { cause });
    case "ENOSPC":
    case "EDQUOT":
      return fileErrors.DISK_FULL({ path }, { cause });
    case "EROFS":
      return fileErrors.READ_ONLY({ path }, { cause });
    case "ENAMETOOLONG":
      return fileErrors.NAME_TOO_LONG({ path }, { cause });
    default:
      return fileErrors.FAILED({ path, action, reason: code }, { cause });
  }
}

function systemCode(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" ? code : "unknown reason";
}
