/** A view of the graph. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Frame `i` of the tour: from near by to the whole graph and back, while moving across it. */
export function viewAt(i: number): View {
  const phase = (i % 120) / 120;
  const scale = 0.1 * 10 ** (0.5 + 0.5 * Math.cos(phase * 2 * Math.PI));
  return {
    scale,
    x: -3_000 - 2_400 * Math.sin(phase * 2 * Math.PI),
    y: -4_000 - 2_000 * Math.cos(phase * 4 * Math.PI),
  };
}

/** Draws frames of the tour one after the other as fast as the browser shows them; how many it showed in a second. */
export function framesPerSecond(draw: (view: View) => void, milliseconds: number): Promise<number> {
  return new Promise((done) => {
    const start = performance.now();
    let frames = 0;
    const frame = (): void => {
      draw(viewAt(frames));
      frames += 1;
      const spent = performance.now() - start;
      if (spent < milliseconds) requestAnimationFrame(frame);
      else done((frames * 1000) / spent);
    };
    requestAnimationFrame(frame);
  });
}
