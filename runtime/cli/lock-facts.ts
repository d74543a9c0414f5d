import { type Lock, type Prompt, packsOf, type Registry, seedsOf } from "../workflow/index.ts";

/** What only the top knows of a lock: its own version, hashes of the models a graph loads, what `device` comes to. */
export type LockFacts = (prompt: Prompt, device: string) => Promise<Omit<Lock, "packs" | "seeds">>;

export async function lockOf(prompt: Prompt, registry: Registry, device: string, facts: LockFacts): Promise<Lock> {
  return { ...(await facts(prompt, device)), packs: packsOf(prompt, registry), seeds: seedsOf(prompt, registry) };
}
