import type { App } from "../app/app.ts";
import { el, fill } from "../dom/el.ts";
import { media } from "../dom/media.ts";
import type { Panel } from "./side.ts";

/** The pictures and films that were made, newest first. */
export function galleryPanel(app: App): Panel {
  const element = el("div", { class: "panel-body" });
  const draw = (): void => {
    const all = app.gallery.get();
    const tiles = all.map(({ file }, i) =>
      el(
        "button",
        {
          class: "tile",
          label: app.words("gallery.picture", { name: file.filename }),
          attributes: { type: "button" },
          on: { click: () => app.overlays.viewer(app.gallery.get(), i) },
        },
        media(app.client.viewUrl(file), { name: file.filename, alt: "" }),
      ),
    );
    fill(
      element,
      tiles.length === 0
        ? el("p", { class: "quiet", text: app.words("gallery.none") })
        : el("div", { class: "tiles" }, ...tiles),
    );
  };
  const stop = app.gallery.subscribe(draw);
  draw();
  void fillFromHistory(app);
  return { element, destroy: stop };
}

/** The gallery also shows what earlier pages made, as the history tells it. */
async function fillFromHistory(app: App): Promise<void> {
  const jobs = await app.client.jobs(60).catch(() => []);
  const known = new Set(app.gallery.get().map(({ job }) => job));
  const older = jobs.flatMap(({ id, preview }) =>
    preview === null || known.has(id) ? [] : [{ file: preview, job: id }],
  );
  if (older.length > 0) app.gallery.update((all) => [...all, ...older]);
}
