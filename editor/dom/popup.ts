/** Shows an element over the page until it is done with: Escape and a press outside of it end it. */
export function showPopup(
  element: HTMLElement,
  { isModal = false, onClose = () => {} }: { readonly isModal?: boolean; readonly onClose?: () => void } = {},
): () => void {
  const before = document.activeElement;
  const shade = document.createElement("div");
  shade.className = isModal ? "shade is-modal" : "shade";
  shade.append(element);
  document.body.append(shade);
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    shade.remove();
    onClose();
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  };
  shade.addEventListener("pointerdown", (event) => {
    if (event.target === shade) close();
  });
  shade.addEventListener("contextmenu", (event) => {
    if (event.target === shade) event.preventDefault();
  });
  shade.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
    if (event.key === "Tab") keepFocus(event, element);
    event.stopPropagation();
  });
  return close;
}

function keepFocus(event: KeyboardEvent, element: HTMLElement): void {
  const all = [...element.querySelectorAll<HTMLElement>("button, input, select, textarea, a[href], [tabindex='0']")];
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined) {
    event.preventDefault();
    return;
  }
  const leaves = event.shiftKey ? document.activeElement === first : document.activeElement === last;
  if (!leaves) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
