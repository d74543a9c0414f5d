/**
 * Does `work` for 0 … count − 1, at most `limit` at once, each beginning in its turn. After a failure nothing more
 * begins; it rejects with that failure once nothing is under way.
 */
export async function inParallel(count: number, limit: number, work: (index: number) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count && failures.length === 0) {
      try {
        await work(next++);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, count) }, worker));
  if (failures.length > 0) throw failures[0];
}
