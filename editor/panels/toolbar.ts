import type { App } from "../app/app.ts";
import { runOf } from "../app/run.ts";
import { commandOf, shortcutOf } from "../commands/commands.ts";
import { changeTab, closeTab, isChanged, type Tab } from "../core/tabs.ts";
import { el, fill } from "../dom/el.ts";
import { type IconName, icon } from "../dom/icon.ts";
import { openMenu } from "../dom/menu.ts";
import { crumbs } from "./crumbs.ts";

/** The bar at the top: tabs, and what one does with a workflow. */
export function toolbar(app: App): HTMLElement {
  const tabs = el("div", { class: "tabs", attributes: { role: "group", "aria-label": app.words("tabs") } });
  const buttons = el("div", { class: "tools" });
  const bar = el(
    "header",
    { class: "toolbar" },
    el("div", { class: "brand" }, mark(), el("span", { text: "NextScale" })),
    tabs,
    crumbs(app),
    buttons,
  );

  const drawTabs = (): void => {
    const { open, active } = app.tabs.get();
    fill(tabs, ...open.map((tab) => tabOf(app, tab, tab.id === active)), button(app, "new", "plus", "tab-new"));
  };
  const drawButtons = (): void => {
    const isBusy = runOf(app).isRunning || app.server.get().remaining > 0;
    const waiting = app.server.get().remaining;
    fill(
      buttons,
      button(app, "undo", "undo"),
      button(app, "redo", "redo"),
      el("span", { class: "tools-line" }),
      button(app, "save", "save"),
      button(app, "app-mode", app.settings.get().isAppMode ? "graph" : "form"),
      moreButton(app),
      isBusy && button(app, "stop", "stop", "is-stop"),
      el(
        "button",
        {
          class: "run",
          label: app.words("run.hint"),
          attributes: { type: "button", id: "run" },
          on: { click: () => commandOf("run").run(app) },
        },
        icon("play"),
        el("span", { text: app.words("run") }),
        waiting > 0 && el("span", { class: "run-count", text: String(waiting) }),
      ),
    );
  };
  app.tabs.subscribe(drawTabs);
  app.tabs.subscribe(drawButtons);
  app.runs.subscribe(drawButtons);
  app.server.subscribe(drawButtons);
  app.settings.subscribe(() => {
    drawTabs();
    drawButtons();
  });
  drawTabs();
  drawButtons();
  return bar;
}

/** A button that runs a command. */
export function button(app: App, id: string, name: IconName, className = ""): HTMLElement {
  const command = commandOf(id);
  const now = shortcutOf(app, command);
  const keys = now === undefined ? "" : ` (${now})`;
  return el(
    "button",
    {
      class: `icon-button ${className}`.trim(),
      label: `${app.words(command.label)}${keys}`,
      attributes: { type: "button", disabled: command.isOff?.(app) === true, "data-command": id },
      on: { click: () => command.run(app) },
    },
    icon(name),
  );
}

function tabOf(app: App, tab: Tab, isActive: boolean): HTMLElement {
  const show = (): void => app.tabs.update((tabs) => ({ ...tabs, active: tab.id }));
  return el(
    "div",
    { class: isActive ? "tab is-active" : "tab" },
    el(
      "button",
      {
        class: "tab-name",
        attributes: { type: "button", "aria-current": isActive ? "true" : undefined },
        on: { click: show, dblclick: () => renameTab(app, tab) },
      },
      el("span", { text: tab.name }),
      isChanged(tab) && el("span", { class: "tab-dot", attributes: { "aria-hidden": "true" } }),
    ),
    el(
      "button",
      {
        class: "tab-close",
        label: app.words("close.tab", { name: tab.name }),
        attributes: { type: "button" },
        on: { click: () => app.tabs.update((tabs) => closeTab(tabs, tab.id)) },
      },
      icon("close", 13),
    ),
  );
}

function renameTab(app: App, tab: Tab): void {
  app.overlays.ask(app.words("rename.title"), tab.name, (name) => {
    if (name.trim() !== "")
      app.tabs.update((tabs) => changeTab(tabs, tab.id, (each) => ({ ...each, name: name.trim() })));
  });
}

function moreButton(app: App): HTMLElement {
  const ids = [
    "open",
    "save-as",
    "download",
    null,
    "layout",
    "fit",
    null,
    "palette",
    "help",
    "tour",
    "snap",
    "theme",
    "language",
  ];
  const more = el(
    "button",
    {
      class: "icon-button",
      label: app.words("commands"),
      attributes: { type: "button", "aria-haspopup": "menu" },
      on: {
        click: () => {
          const { right, bottom } = more.getBoundingClientRect();
          const items = ids.map((id) => {
            if (id === null) return null;
            const command = commandOf(id);
            const { label, run } = command;
            const keys = shortcutOf(app, command);
            return { label: app.words(label), ...(keys !== undefined && { keys }), run: () => run(app) };
          });
          openMenu(app.words("commands"), items, { x: right - 240, y: bottom + 6 });
        },
      },
    },
    icon("more"),
  );
  return more;
}

/** The sign: grids from coarse to fine. */
function mark(): HTMLElement {
  const box = el("span", { class: "mark", attributes: { "aria-hidden": "true" } });
  for (const size of ["coarse", "middle", "fine"]) box.append(el("i", { class: `mark-${size}` }));
  return box;
}
