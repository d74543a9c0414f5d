import { z } from "zod";

/** The detail decoder's keys in `config.json`, under `detail`. Sizes are this project's choice: the paper's diffusion decoder has 1 to 18 B parameters (§2.3). */
export const detailConfigSchema = z.object({
  /** Pixels per side of a cell that it works on; a divisor of the stride. */
  patch: z.number().int().positive(),
  /** Channels. */
  width: z.number().int().positive(),
  /** Residual blocks. */
  blocks: z.number().int().nonnegative(),
  /** Deviation of the noise that a path begins with, where pixels are −1…1. */
  noise: z.number().positive(),
});

export type DetailConfig = Readonly<z.infer<typeof detailConfigSchema>>;
