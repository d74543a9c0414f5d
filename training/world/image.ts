/** An RGB picture: `data` holds height × width × 3 bytes, row by row. */
export interface Image {
  readonly height: number;
  readonly width: number;
  readonly data: Uint8Array;
}
