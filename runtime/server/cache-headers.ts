import type { RequestHandler } from "express";

const CODE = /(\.(js|css)|\/index[^/]*\.json)$/i;
const PICTURE = /\.(png|jpe?g|webp|gif|avif|svg|ico)$/i;
const DAY = 86_400;
const HOUR = 3_600;

/**
 * Says how long answers for files may be kept, unless the answer says so itself: code never, pictures for a day and
 * their absence for an hour. A redirect of a picture is asked for again.
 */
export const cacheHeaders: RequestHandler = (request, response, next) => {
  const { writeHead } = response;
  const isPicture = PICTURE.test(request.path);
  if (!isPicture && !CODE.test(request.path)) return next();
  response.writeHead = ((...parts: Parameters<typeof writeHead>) => {
    const [status] = parts;
    if (!response.hasHeader("Cache-Control") && status !== 304)
      response.setHeader("Cache-Control", isPicture ? lifeOf(status) : "no-store");
    return writeHead.apply(response, parts);
  }) as typeof writeHead;
  next();
};

function lifeOf(status: number): string {
  if (status === 302 || status === 303 || status === 307) return "no-cache";
  return `public, max-age=${status === 404 ? HOUR : DAY}`;
}
