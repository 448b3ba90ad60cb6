/** The part of Meta's business SDK, which ships no types, that the tests ask. */
declare module 'facebook-nodejs-business-sdk' {
  export class UserData {
    setEmails(values: string[]): UserData;
    setPhones(values: string[]): UserData;
    setGenders(values: string[]): UserData;
    setDatesOfBirth(values: string[]): UserData;
    setLastNames(values: string[]): UserData;
    setFirstNames(values: string[]): UserData;
    setCities(values: string[]): UserData;
    setStates(values: string[]): UserData;
    setZips(values: string[]): UserData;
    setCountries(values: string[]): UserData;
    setExternalIds(values: string[]): UserData;
    normalize(): Record<string, (string | null)[]>;
  }
  export class ServerEvent {
    setEventName(name: string): ServerEvent;
    setUserData(data: UserData): ServerEvent;
    normalize(): { event_name: string; user_data: Record<string, (string | null)[]> };
  }
}
