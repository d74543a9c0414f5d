/** What a token lets its holder do; each role may do what those before it may. */
export const roles = ["view", "run", "admin"] as const;
export type Role = (typeof roles)[number];

interface Rule {
  /** `null` is any. */
  readonly methods: readonly string[] | null;
  /** Of the path in lower case, without `/api`. */
  readonly path: RegExp;
  /** `null`: nobody is asked for a token. */
  readonly role: Role | null;
}

const READ = ["GET", "HEAD", "OPTIONS"];

/** Who may do what: the first rule that fits counts, and what fits none is for `admin`. */
const ACCESS: readonly Rule[] = [
  { methods: READ, path: /^\/(health|ready)$/, role: null },
  { methods: null, path: /^\/internal(\/|$)/, role: "admin" },
  { methods: READ, path: /^/, role: "view" },
  { methods: null, path: /^\/(prompt|queue|interrupt|free|history|jobs|upload)(\/|$)/, role: "run" },
  { methods: null, path: /^\/(userdata|settings)(\/|$)/, role: "run" },
  { methods: null, path: /^\/v2\/(jobs|assets)(\/|$)/, role: "run" },
];

/** The role that a request needs; null when anyone may ask. Routes match without regard to case, and so does this. */
export function roleFor(method: string, path: string): Role | null {
  const bare = path
    .toLowerCase()
    .replace(/^\/api(?=\/|$)/, "")
    .replace(/(?<=.)\/$/, "");
  const rule = ACCESS.find((each) => (each.methods?.includes(method) ?? true) && each.path.test(bare));
  return rule === undefined ? "admin" : rule.role;
}

/** Whether a role may do what another is needed for. */
export function suffices(got: Role, want: Role): boolean {
  return roles.indexOf(got) >= roles.indexOf(want);
}
