import { randomBytes } from 'node:crypto';

/**
 * An error as the Graph API words its errors. Code and type are Meta's for a wrong parameter
 * [unverified]; titles and messages are our own words.
 */
export interface GraphError {
  error: {
    message: string;
    type: string;
    code: number;
    is_transient: boolean;
    error_user_title: string;
    error_user_msg: string;
    fbtrace_id: string;
  };
}

/** Meta's code for a parameter that is wrong, and for a service that is away for now. */
const INVALID_PARAMETER = 100;
const SERVICE_UNAVAILABLE = 2;

/** Looks like Meta's trace ids, which name a request. */
export function makeTraceId(): string {
  return `A${randomBytes(16).toString('base64url')}`;
}

/** The request is wrong; to be answered with status 400. */
export function wrongRequest(title: string, message: string): GraphError {
  return makeError(INVALID_PARAMETER, 'OAuthException', false, title, message);
}

/** The server behind tap does not answer; to be answered with status 502. */
export function unreachable(message: string): GraphError {
  return makeError(SERVICE_UNAVAILABLE, 'OAuthException', true, 'Forwarding failed', message);
}

function makeError(
  code: number,
  type: string,
  isTransient: boolean,
  title: string,
  text: string,
): GraphError {
  return {
    error: {
      message: code === INVALID_PARAMETER ? 'Invalid parameter' : 'Service temporarily unavailable',
      type,
      code,
      is_transient: isTransient,
      error_user_title: title,
      error_user_msg: text,
      fbtrace_id: makeTraceId(),
    },
  };
}
