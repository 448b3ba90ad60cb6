import { createRequire } from 'node:module';

/**
 * Meta's own SDK for servers, as npm ships it. Its Graph address is fixed; two documented ways
 * lead elsewhere: an HTTP service of one's own (`HttpServiceClientConfig`, `setHttpService`), and
 * the path that `AdsPixel.createEvent` takes.
 */
interface BusinessSdk {
  FacebookAdsApi: {
    init(token: string, locale?: string, crashLog?: boolean): { setDebug(on: boolean): void };
  };
  ServerEvent: new () => ServerEvent;
  UserData: new () => Chained<UserDataFields>;
  CustomData: new () => Chained<{ setValue: number; setCurrency: string }>;
  EventRequest: new (token: string, pixelId: string, events?: unknown[]) => EventRequest;
  AdsPixel: new (
    id: string,
  ) => {
    createEvent(
      fields: string[],
      parameters: object,
      path?: string,
    ): Promise<{ _data: Record<string, unknown> }>;
  };
}

type ServerEvent = {
  [K in keyof ServerEventFields]: (value: ServerEventFields[K]) => ServerEvent;
} & { normalize(): object };

interface EventRequest {
  setEvents(events: unknown[]): EventRequest;
  setHttpService(service: HttpService): EventRequest;
  execute(): Promise<unknown>;
}

type Chained<T> = { [K in keyof T]: (value: T[K]) => Chained<T> };

interface ServerEventFields {
  setEventName: string;
  setEventTime: number;
  setEventId: string;
  setEventSourceUrl: string;
  setActionSource: string;
  setUserData: unknown;
  setCustomData: unknown;
}

interface UserDataFields {
  setEmails: string[];
  setClientUserAgent: string;
  setFbp: string;
}

/** What a server gives the SDK to send requests another way. */
export interface HttpService {
  executeRequest(
    url: string,
    method: string,
    headers: Record<string, string>,
    parameters: object,
  ): Promise<object>;
}

export const sdk: BusinessSdk = createRequire(import.meta.url)('facebook-nodejs-business-sdk');

/** The service that the README shows: the same request, to tap. */
export function serviceFor(origin: string): HttpService {
  return {
    executeRequest: async (url, method, headers, parameters) => {
      const response = await fetch(url.replace('https://graph.facebook.com', origin), {
        method,
        headers,
        body: JSON.stringify(parameters),
      });
      return { status: response.status, ...(await response.json()) };
    },
  };
}

/** An event that the Conversions API takes. */
export function makePurchase(id: string, at = Date.now()) {
  const user = new sdk.UserData()
    .setEmails(['john_smith@gmail.com'])
    .setClientUserAgent('Mozilla/5.0')
    .setFbp('fb.1.1596403881668.1116446470');
  const custom = new sdk.CustomData().setValue(9.99).setCurrency('EUR');
  return new sdk.ServerEvent()
    .setEventName('Purchase')
    .setEventTime(Math.floor(at / 1000))
    .setEventId(id)
    .setEventSourceUrl('https://shop.test/thanks')
    .setActionSource('website')
    .setUserData(user)
    .setCustomData(custom);
}
