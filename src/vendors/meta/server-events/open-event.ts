import { isJsonObject } from '../../fields.ts';
import { openText } from './request-body.ts';
import { fromSdkObject, isSdkObject } from './sdk-object.ts';

/** Parts of an event that may come as JSON texts: a form has no other way to carry them. */
const OBJECTS = ['user_data', 'custom_data', 'app_data', 'data_processing_options'];

/** An event as it is meant, whatever it came as: JSON text, the SDK's own object, parts as texts. */
export function openEvent(raw: unknown): unknown {
  const value = openText(raw);
  if (!isJsonObject(value)) return value;
  const event = isSdkObject(value) ? fromSdkObject(value) : value;
  const texts = OBJECTS.filter((key) => typeof event[key] === 'string');
  if (texts.length === 0) return event;
  return { ...event, ...Object.fromEntries(texts.map((key) => [key, openText(event[key])])) };
}
