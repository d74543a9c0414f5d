import { type Lock, type Prompt, type Registry, seedsOf } from "../workflow/index.ts";

/** What a lock holds beside seeds: versions, hashes of the models a graph loads, and what `device` comes to. */
export type LockFacts = (prompt: Prompt, device: string) => Promise<Omit<Lock, "seeds">>;

export async function lockOf(prompt: Prompt, registry: Registry, device: string, facts: LockFacts): Promise<Lock> {
  return { ...(await facts(prompt, device)), seeds: seedsOf(prompt, registry) };
}
