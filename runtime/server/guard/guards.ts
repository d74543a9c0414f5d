import type { RequestHandler } from "express";
import helmet from "helmet";
import { refuseStranger } from "./admit.ts";
import { crossOrigin } from "./cross-origin.ts";
import { guardErrors } from "./errors.ts";
import { isLoopback } from "./loopback.ts";
import { refuseForeign } from "./origin.ts";
import type { GuardPolicy } from "./policy.ts";
import { limitRate, limitWrongTokens } from "./rate-limit.ts";
import { signIn } from "./sign-in.ts";

export interface GuardOptions extends GuardPolicy {
  /** Requests of one address in a minute; 0 for no limit. Default 0. */
  readonly requestsPerMinute?: number;
  /** Wrong tokens of one address in a minute. Default 20. */
  readonly wrongTokensPerMinute?: number;
}

/**
 * What stands before every route, in this order: headers that bind browsers, names and origins, the token, how much.
 * @throws GUARD_TOKEN_NEEDED when others can reach the server and there is no token.
 */
export function createGuards(options: GuardOptions): readonly RequestHandler[] {
  const { requestsPerMinute = 0, wrongTokensPerMinute = 20, ...policy } = options;
  if (!isLoopback(policy.host) && policy.tokens.length === 0) throw guardErrors.TOKEN_NEEDED({ host: policy.host });
  return [
    ...(requestsPerMinute > 0 ? [limitRate(requestsPerMinute)] : []),
    secureHeaders(),
    (request, _response, next) => next(refuseForeign(request, policy) ?? undefined),
    crossOrigin(policy),
    ...(policy.tokens.length > 0 ? [limitWrongTokens(wrongTokensPerMinute), signIn(policy)] : []),
    (request, _response, next) => next(refuseStranger(request, policy) ?? undefined),
  ];
}

/** Only our own files are code; nothing inline, nothing evaluated, no frame around us. */
function secureHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        imgSrc: ["'self'", "blob:", "data:"],
        mediaSrc: ["'self'", "blob:"],
        objectSrc: ["'none'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'"],
        workerSrc: ["'self'"],
      },
    },
    strictTransportSecurity: false, // the server speaks HTTP; who puts TLS before it sends that header too
    xFrameOptions: { action: "deny" },
  });
}
