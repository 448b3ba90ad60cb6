import { foldName } from '../../session/nearest.ts';

/**
 * Words by which shops call what Meta has a standard event for, folded. Only `track` is asked
 * about them, which is for standard events alone: with `trackCustom` such a name is one's own.
 */
const WORDS: Readonly<Record<string, string>> = {
  AddToCart: `indenwarenkorb warenkorbhinzugefügt zumwarenkorbhinzugefügt ajoutpanier ajoutaupanier
    ajouteraupanier agregaralcarrito añadiralcarrito aggiungialcarrello inwinkelwagen
    adicionaraocarrinho dodajdokoszyka productaddedtocart addedtocart`,
  CompleteRegistration: `registrierung registration register registered inscription registro
    registrazione registratie cadastro rejestracja accountcreated`,
  Contact: 'kontakt kontaktaufnahme contacto contatto contactus',
  Donate: 'spende donation don donación donazione',
  InitiateCheckout: 'kasse zurkasse checkout startcheckout iniciarpago',
  Purchase: `kauf kaufabschluss bestellung bestellungabgeschlossen order orderplaced ordercomplete
    orderconfirmed checkoutcompleted sale transaction achat commande compra pedido acquisto ordine
    aankoop bestelling zakup zamówienie`,
  Schedule: 'termin terminbuchung terminvereinbarung appointment rendezvous cita',
  Search: 'suche recherche búsqueda ricerca zoeken wyszukiwanie searchsubmitted',
  StartTrial: 'testphase trial trialstarted',
  Subscribe: 'abo abonnement subscription abonner suscripción',
  ViewContent: 'produktansicht produktangesehen productview viewproduct fichaproducto',
};

let names: ReadonlyMap<string, string> | undefined;

/** UTF-16 units of such a word, at most. */
const LONGEST_WORD = 40;

/** The standard event that a shop's own word stands for; undefined for any other name. */
export function translatedEvent(name: string): string | undefined {
  names ??= new Map(
    Object.entries(WORDS).flatMap(([event, words]) =>
      words.split(/\s+/).map((word): [string, string] => [word, event]),
    ),
  );
  return name.length > LONGEST_WORD ? undefined : names.get(foldName(name));
}
