/**
 * Names of countries and states with the two letters that Meta's Parameter Builder 1.3.2 and the
 * pixel 2.9 make of them. Letters only, as they are compared; the order is the libraries', which
 * decides where one name is part of another.
 */
const COUNTRIES = `
  unitedstates us, usa us, ind in, afghanistan af, alandislands ax, albania al, algeria dz,
  americansamoa as, andorra ad, angola ao, anguilla ai, antarctica aq, antiguaandbarbuda ag,
  argentina ar, armenia am, aruba aw, australia au, austria at, azerbaijan az, bahamas bs,
  bahrain bh, bangladesh bd, barbados bb, belarus by, belgium be, belize bz, benin bj,
  bermuda bm, bhutan bt, boliviaplurinationalstateof bo, bolivia bo,
  bonairesinteustatinsandsaba bq, bosniaandherzegovina ba, botswana bw, bouvetisland bv,
  brazil br, britishindianoceanterritory io, bruneidarussalam bn, brunei bn, bulgaria bg,
  burkinafaso bf, burundi bi, cambodia kh, cameroon cm, canada ca, capeverde cv,
  caymanislands ky, centralafricanrepublic cf, chad td, chile cl, china cn, christmasisland cx,
  cocoskeelingislands cc, colombia co, comoros km, congo cg,
  congothedemocraticrepublicofthe cd, democraticrepublicofthecongo cd, cookislands ck,
  costarica cr, cotedivoire ci, ivorycoast ci, croatia hr, cuba cu, curacao cw, cyprus cy,
  czechrepublic cz, denmark dk, djibouti dj, dominica dm, dominicanrepublic do, ecuador ec,
  egypt eg, elsalvador sv, equatorialguinea gq, eritrea er, estonia ee, ethiopia et,
  falklandislandsmalvinas fk, faroeislands fo, fiji fj, finland fi, france fr, frenchguiana gf,
  frenchpolynesia pf, frenchsouthernterritories tf, gabon ga, gambia gm, georgia ge,
  germany de, ghana gh, gibraltar gi, greece gr, greenland gl, grenada gd, guadeloupe gp,
  guam gu, guatemala gt, guernsey gg, guinea gn, guineabissau gw, guyana gy, haiti ht,
  heardislandandmcdonaldislands hm, holyseevaticancitystate va, vatican va, honduras hn,
  hongkong hk, hungary hu, iceland is, india in, indonesia id, iranislamicrepublicof ir,
  iran ir, iraq iq, ireland ie, isleofman im, israel il, italy it, jamaica jm, japan jp,
  jersey je, jordan jo, kazakhstan kz, kenya ke, kiribati ki,
  koreademocraticpeoplesrepublicof kp, northkorea kp, korearepublicof kr, southkorea kr,
  kuwait kw, kyrgyzstan kg, laopeoplesdemocraticrepublic la, laos la, latvia lv, lebanon lb,
  lesotho ls, liberia lr, libya ly, liechtenstein li, lithuania lt, luxembourg lu, macao mo,
  macedoniatheformeryugoslavrepublicof mk, macedonia mk, madagascar mg, malawi mw, malaysia my,
  maldives mv, mali ml, malta mt, marshallislands mh, martinique mq, mauritania mr,
  mauritius mu, mayotte yt, mexico mx, micronesiafederatedstatesof fm, micronesia fm,
  moldovarepublicof md, moldova md, monaco mc, mongolia mn, montenegro me, montserrat ms,
  morocco ma, mozambique mz, myanmar mm, namibia na, nauru nr, nepal np, netherlands nl,
  newcaledonia nc, newzealand nz, nicaragua ni, niger ne, nigeria ng, niue nu,
  norfolkisland nf, northernmarianaislands mp, norway no, oman om, pakistan pk, palau pw,
  palestinestateof ps, palestine ps, panama pa, papuanewguinea pg, paraguay py, peru pe,
  philippines ph, pitcairn pn, poland pl, portugal pt, puertorico pr, qatar qa, reunion re,
  romania ro, russianfederation ru, russia ru, rwanda rw, saintbarthelemy bl,
  sainthelenaascensionandtristandacunha sh, saintkittsandnevis kn, saintlucia lc,
  saintmartinfrenchpart mf, saintpierreandmiquelon pm, saintvincentandthegrenadines vc,
  samoa ws, sanmarino sm, saotomeandprincipe st, saudiarabia sa, senegal sn, serbia rs,
  seychelles sc, sierraleone sl, singapore sg, sintmaartenductchpart sx, slovakia sk,
  slovenia si, solomonislands sb, somalia so, southafrica za,
  southgeorgiaandthesouthsandwichislands gs, southsudan ss, spain es, srilanka lk, sudan sd,
  suriname sr, svalbardandjanmayen sj, eswatini sz, swaziland sz, sweden se, switzerland ch,
  syrianarabrepublic sy, syria sy, taiwanprovinceofchina tw, taiwan tw, tajikistan tj,
  tanzaniaunitedrepublicof tz, tanzania tz, thailand th, timorleste tl, easttimor tl, togo tg,
  tokelau tk, tonga to, trinidadandtobago tt, tunisia tn, turkey tr, turkmenistan tm,
  turksandcaicosislands tc, tuvalu tv, uganda ug, ukraine ua, unitedarabemirates ae,
  unitedkingdom gb, unitedstatesofamerica us, unitedstatesminoroutlyingislands um, uruguay uy,
  uzbekistan uz, vanuatu vu, venezuelabolivarianrepublicof ve, venezuela ve, vietnam vn,
  virginislandsbritish vg, virginislandsus vi, wallisandfutuna wf, westernsahara eh, yemen ye,
  zambia zm, zimbabwe zw
`;

/** Provinces of Canada, then states of the United States; the libraries know no others. */
const STATES = `
  ontario on, quebec qc, britishcolumbia bc, alberta ab, saskatchewan sk, manitoba mb,
  novascotia ns, newbrunswick nb, princeedwardisland pe, newfoundlandandlabrador nl, yukon yt,
  northwestterritories nt, nunavut nu, alabama al, alaska ak, arizona az, arkansas ar,
  california ca, colorado co, connecticut ct, delaware de, florida fl, georgia ga, hawaii hi,
  idaho id, illinois il, indiana in, iowa ia, kansas ks, kentucky ky, louisiana la, maine me,
  maryland md, massachusetts ma, michigan mi, minnesota mn, mississippi ms, missouri mo,
  montana mt, nebraska ne, nevada nv, newhampshire nh, newjersey nj, newmexico nm, newyork ny,
  northcarolina nc, northdakota nd, ohio oh, oklahoma ok, oregon or, pennsylvania pa,
  rhodeisland ri, southcarolina sc, southdakota sd, tennessee tn, texas tx, utah ut,
  vermont vt, virginia va, washington wa, westvirginia wv, wisconsin wi, wyoming wy
`;

/** ISO 3166-1 alpha-2, which is all that the business SDK takes for a country. */
const ISO_COUNTRIES = `
  ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br
  bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz
  ec ee eg eh er es et fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw
  gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky
  kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv
  mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py
  qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf tg
  th tj tk tl tm tn to tr tt tv tw tz ua ug um us uy uz va vc ve vg vi vn vu wf ws ye yt za zm
  zw
`;

type Names = ReadonlyMap<string, string>;

function readNames(text: string): Names {
  return new Map(
    text.split(',').map((row) => {
      const [name = '', letters = ''] = row.trim().split(' ');
      return [name, letters] as const;
    }),
  );
}

const COUNTRY_NAMES = readNames(COUNTRIES);
const STATE_NAMES = readNames(STATES);
const ISO_CODES: ReadonlySet<string> = new Set(ISO_COUNTRIES.trim().split(/\s+/));

/** True for a lower-case code of ISO 3166-1 alpha-2. */
export function isCountryCode(text: string): boolean {
  return ISO_CODES.has(text);
}

/**
 * Two letters for a country, as the Parameter Builder and the pixel make them: the code of the
 * first name that is in the text, else simply its first two letters (`DEU` gives `de`, `Austrija`
 * gives `au`). Undefined where there is no letter.
 */
export function countryLetters(text: string): string | undefined {
  return twoLetters(text, COUNTRY_NAMES);
}

/** The same for a state: names of other countries' states give their first two letters. */
export function stateLetters(text: string): string | undefined {
  return twoLetters(text, STATE_NAMES);
}

function twoLetters(text: string, names: Names): string | undefined {
  const letters = text.toLowerCase().replace(/[^a-z]/g, '');
  if (letters === '') return undefined;
  if (letters.length === 2) return letters;
  const exact = names.get(letters);
  if (exact !== undefined) return exact;
  for (const [name, code] of names) if (letters.includes(name)) return code;
  return letters.slice(0, 2);
}
