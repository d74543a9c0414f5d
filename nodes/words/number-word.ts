const words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"] as const;

/** A count in words up to ten, in digits above. */
export const numberWord = (count: number): string => words[count] ?? String(count);
