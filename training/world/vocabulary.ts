/** What Tinyworld is made of: the closed sets every scene, caption and detector speaks of. */

/** The drawn shapes. Order fixes the label of a kind (`kinds.ts`): append, never reorder. */
export const shapes = ["circle", "square", "triangle", "star", "heart", "diamond", "ring", "cross"] as const;
export type Shape = (typeof shapes)[number];

/** Colours of shapes, sRGB 0–255, far from each other and from every background. */
export const colors = {
  red: [222, 38, 44],
  orange: [250, 134, 24],
  yellow: [250, 207, 32],
  green: [34, 160, 72],
  blue: [38, 88, 222],
  purple: [136, 56, 196],
  pink: [248, 112, 178],
  brown: [128, 76, 40],
} as const satisfies Record<string, Rgb>;
export type Color = keyof typeof colors;

/** Plain backgrounds: sRGB and the words of a caption ("on a … background"). */
export const backgrounds = {
  white: { rgb: [255, 255, 255], words: "white" },
  black: { rgb: [18, 18, 22], words: "black" },
  gray: { rgb: [198, 200, 204], words: "gray" },
  sky: { rgb: [184, 222, 250], words: "light blue" },
  mint: { rgb: [188, 238, 208], words: "light green" },
  sand: { rgb: [244, 228, 196], words: "beige" },
} as const satisfies Record<string, { readonly rgb: Rgb; readonly words: string }>;
export type Background = keyof typeof backgrounds;

/** Red, green, blue; each 0–255. */
export type Rgb = readonly [number, number, number];

interface EmojiRow {
  readonly name: string;
  readonly plural: string;
  /** The drawing's name in `@iconify-json/noto`. */
  readonly icon: string;
  /** Backgrounds that would swallow parts of the drawing. */
  readonly avoid?: readonly Background[];
}

/** Emoji that stay recognisable at 32 px. Order fixes labels: append, never reorder; then run `scripts/pack-emoji.mjs`. */
export const emoji = [
  { name: "cat", plural: "cats", icon: "cat-face" },
  { name: "dog", plural: "dogs", icon: "dog-face", avoid: ["sand"] },
  { name: "panda", plural: "pandas", icon: "panda", avoid: ["black"] },
  { name: "pig", plural: "pigs", icon: "pig-face", avoid: ["sand"] },
  { name: "lion", plural: "lions", icon: "lion" },
  { name: "fox", plural: "foxes", icon: "fox" },
  { name: "bear", plural: "bears", icon: "bear" },
  { name: "frog", plural: "frogs", icon: "frog" },
  { name: "owl", plural: "owls", icon: "owl" },
  { name: "penguin", plural: "penguins", icon: "penguin", avoid: ["black"] },
  { name: "fish", plural: "fish", icon: "fish" },
  { name: "whale", plural: "whales", icon: "whale" },
  { name: "octopus", plural: "octopuses", icon: "octopus" },
  { name: "turtle", plural: "turtles", icon: "turtle" },
  { name: "butterfly", plural: "butterflies", icon: "butterfly" },
  { name: "bee", plural: "bees", icon: "honeybee" },
  { name: "tree", plural: "trees", icon: "evergreen-tree" },
  { name: "sunflower", plural: "sunflowers", icon: "sunflower" },
  { name: "cactus", plural: "cacti", icon: "cactus" },
  { name: "mushroom", plural: "mushrooms", icon: "mushroom" },
  { name: "apple", plural: "apples", icon: "red-apple" },
  { name: "banana", plural: "bananas", icon: "banana" },
  { name: "strawberry", plural: "strawberries", icon: "strawberry" },
  { name: "pizza", plural: "pizzas", icon: "pizza" },
  { name: "burger", plural: "burgers", icon: "hamburger" },
  { name: "cupcake", plural: "cupcakes", icon: "cupcake" },
  { name: "car", plural: "cars", icon: "automobile" },
  { name: "rocket", plural: "rockets", icon: "rocket" },
  { name: "house", plural: "houses", icon: "house" },
  { name: "robot", plural: "robots", icon: "robot" },
  { name: "umbrella", plural: "umbrellas", icon: "umbrella" },
  { name: "gift", plural: "gifts", icon: "wrapped-gift" },
  { name: "monkey", plural: "monkeys", icon: "monkey-face" },
  { name: "elephant", plural: "elephants", icon: "elephant", avoid: ["gray"] },
  { name: "duck", plural: "ducks", icon: "duck" },
  { name: "snail", plural: "snails", icon: "snail" },
  { name: "crab", plural: "crabs", icon: "crab" },
  { name: "ladybug", plural: "ladybugs", icon: "lady-beetle" },
  { name: "parrot", plural: "parrots", icon: "parrot" },
  { name: "flamingo", plural: "flamingos", icon: "flamingo" },
  { name: "rose", plural: "roses", icon: "rose" },
  { name: "tulip", plural: "tulips", icon: "tulip" },
  { name: "clover", plural: "clovers", icon: "four-leaf-clover" },
  { name: "lemon", plural: "lemons", icon: "lemon" },
  { name: "watermelon", plural: "watermelons", icon: "watermelon" },
  { name: "cherry", plural: "cherries", icon: "cherries" },
  { name: "pineapple", plural: "pineapples", icon: "pineapple" },
  { name: "carrot", plural: "carrots", icon: "carrot" },
  { name: "eggplant", plural: "eggplants", icon: "eggplant" },
  { name: "donut", plural: "donuts", icon: "doughnut" },
  { name: "tomato", plural: "tomatoes", icon: "tomato" },
  { name: "bus", plural: "buses", icon: "bus" },
  { name: "train", plural: "trains", icon: "locomotive" },
  { name: "boat", plural: "boats", icon: "sailboat" },
  { name: "balloon", plural: "balloons", icon: "balloon" },
  { name: "kite", plural: "kites", icon: "kite" },
  { name: "key", plural: "keys", icon: "key" },
  { name: "bell", plural: "bells", icon: "bell" },
  { name: "clock", plural: "clocks", icon: "alarm-clock" },
  { name: "guitar", plural: "guitars", icon: "guitar" },
  { name: "basketball", plural: "basketballs", icon: "basketball" },
  { name: "crown", plural: "crowns", icon: "crown" },
  { name: "rainbow", plural: "rainbows", icon: "rainbow" },
  { name: "castle", plural: "castles", icon: "castle" },
] as const satisfies readonly EmojiRow[];
export type EmojiName = (typeof emoji)[number]["name"];

/** Image sizes in pixels, named by width:height. Sides are whole lattice cells. */
export const canvases = {
  "1:1": { height: 64, width: 64 },
  "5:3": { height: 48, width: 80 },
  "3:5": { height: 80, width: 48 },
  "2:1": { height: 48, width: 96 },
  "1:2": { height: 96, width: 48 },
} as const satisfies Record<string, { readonly height: number; readonly width: number }>;
export type Canvas = keyof typeof canvases;

/** A canvas at random: half of the time square, else one of the others. */
export const drawCanvas = (rng: { pick<T>(list: readonly T[]): T }): Canvas =>
  rng.pick<Canvas>(["1:1", "1:1", "1:1", "1:1", "5:3", "3:5", "2:1", "1:2"]);

/** Side of a lattice cell in pixels: boxes begin and end on its multiples. */
export const cellSide = 16;
