type Tag = keyof HTMLElementTagNameMap;
type Listeners = { readonly [E in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[E]) => void };

export interface Props {
  readonly class?: string;
  /** Text content; never read as HTML. */
  readonly text?: string;
  /** What it is called for who cannot see it, and its tooltip. */
  readonly label?: string;
  readonly attributes?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly on?: Listeners;
}

export type Child = Node | string | null | undefined | false;

/** Makes an element. An attribute of true is there without a value, one of false or undefined is not there. */
export function el<T extends Tag>(tag: T, props: Props = {}, ...children: readonly Child[]): HTMLElementTagNameMap[T] {
  const element = document.createElement(tag);
  if (props.class !== undefined) element.className = props.class;
  if (props.text !== undefined) element.textContent = props.text;
  if (props.label !== undefined) {
    element.setAttribute("aria-label", props.label);
    element.title = props.label;
  }
  for (const [name, value] of Object.entries(props.attributes ?? {})) setAttribute(element, name, value);
  for (const [name, listener] of Object.entries(props.on ?? {}))
    element.addEventListener(name, listener as EventListener);
  append(element, children);
  return element;
}

export function setAttribute(element: Element, name: string, value: string | number | boolean | undefined): void {
  if (value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : String(value));
}

/** Puts children in the place of those that are there. */
export function fill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren();
  append(element, children);
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) if (child !== null && child !== undefined && child !== false) element.append(child);
}

/** Places an element with the page's own pixels; styles set by script are allowed where style attributes are not. */
export function placeAt(element: HTMLElement, x: number, y: number): void {
  element.style.left = `${Math.round(x)}px`;
  element.style.top = `${Math.round(y)}px`;
}

/** Keeps an element that was just shown inside of the window. */
export function keepInside(element: HTMLElement, x: number, y: number): void {
  const { width, height } = element.getBoundingClientRect();
  placeAt(
    element,
    Math.max(8, Math.min(x, innerWidth - width - 8)),
    Math.max(8, Math.min(y, innerHeight - height - 8)),
  );
}
