import { readFile } from "node:fs/promises";
import { totalmem } from "node:os";

/** Resident memory of another process in bytes; null where the system does not tell. */
export async function memoryOf(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const [, kilobytes] = /^VmRSS:\s*(\d+) kB$/m.exec(text) ?? [];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/** The memory that this process and its children may have in bytes: the machine's, or what a container is given. */
export function memoryLimit(): number {
  const constrained = process.constrainedMemory?.() ?? 0;
  const all = totalmem();
  return constrained > 0 && constrained < all ? constrained : all;
}
