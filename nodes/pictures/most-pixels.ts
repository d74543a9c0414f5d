/** Of a picture that is read or made. */
export const MOST_PIXELS = 100e6;
