/** A customer of the demo company. `taxId` null: a person without legal entity. `creditLimit` null: no limit. */
export interface DemoCustomer {
  readonly name: string;
  readonly legalName: string;
  readonly taxId: string | null;
  readonly country: string;
  readonly city: string;
  readonly street: string;
  readonly postalCode: string;
  readonly language: 'en' | 'es' | 'cs' | 'ru' | 'ka';
  readonly currency: 'EUR' | 'CZK' | 'GEL';
  readonly creditLimit: string | null;
  readonly paymentDays: number;
  readonly owner: 'anna' | 'carmen';
  readonly contact: string;
  readonly role: 'decision' | 'user' | 'payer';
}

type Row = readonly [
  name: string, legalName: string, taxId: string | null, country: string, city: string, street: string, postalCode: string, language: DemoCustomer['language'],
  currency: DemoCustomer['currency'], creditLimit: string | null, paymentDays: number, owner: DemoCustomer['owner'], contact: string, role: DemoCustomer['role'],
];

const ROWS: readonly Row[] = [
  ['Harbour Cafe', 'Harbour Cafe Ltd', 'IE6388047V', 'IE', 'Cork', '4 Quay Street', 'T12 W8KP', 'en', 'EUR', '5000', 14, 'carmen', 'Nora Walsh', 'decision'],
  ['Birch Office', 'Birch Office s.r.o.', 'CZ27082440', 'CZ', 'Praha', 'Vinohradská 12', '120 00', 'cs', 'EUR', '12000', 14, 'carmen', 'Jan Dvořák', 'decision'],
  ['Linden Hotel Group', 'Linden Hotels GmbH', 'DE811907980', 'DE', 'Leipzig', 'Lindenstraße 3', '04109', 'en', 'EUR', '1500', 30, 'carmen', 'Petra Vogel', 'payer'],
  ['Casa Olivar', 'Casa Olivar S.L.', 'ESB83612471', 'ES', 'Sevilla', 'Calle Feria 21', '41003', 'es', 'EUR', '8000', 30, 'carmen', 'Lucía Romero', 'decision'],
  ['Panadería del Puerto', 'Panadería del Puerto S.L.', 'ESB11294003', 'ES', 'Cádiz', 'Avenida del Mar 7', '11004', 'es', 'EUR', '3000', 14, 'carmen', 'Mateo Ortega', 'user'],
  ['Kavárna U Lípy', 'Kavárna U Lípy s.r.o.', 'CZ05318871', 'CZ', 'Brno', 'Lipová 18', '602 00', 'cs', 'CZK', '120000', 14, 'anna', 'Tereza Malá', 'decision'],
  ['Škola Pod Lesem', 'Základní škola Pod Lesem', 'CZ70881936', 'CZ', 'Liberec', 'Lesní 44', '460 01', 'cs', 'CZK', '200000', 30, 'anna', 'Karel Beneš', 'payer'],
  ['Tbilisi Coffee House', 'Tbilisi Coffee House LLC', 'GE405112233', 'GE', 'თბილისი', 'რუსთაველის 10', '0108', 'ka', 'GEL', '20000', 30, 'anna', 'ნინო კაპანაძე', 'decision'],
  ['Batumi Bookshop', 'Batumi Bookshop LLC', 'GE445209871', 'GE', 'ბათუმი', 'მემედ აბაშიძის 5', '6000', 'ka', 'GEL', '9000', 14, 'anna', 'გიორგი ბერიძე', 'user'],
  ['Northgate Clinic', 'Northgate Clinic Ltd', 'GB271849302', 'GB', 'York', '9 Northgate', 'YO1 7PR', 'en', 'EUR', '15000', 30, 'carmen', 'Helen Price', 'payer'],
  ['Mill Lane Bakery', 'Mill Lane Bakery Ltd', 'IE9825613N', 'IE', 'Galway', '2 Mill Lane', 'H91 E6K2', 'en', 'EUR', '2500', 14, 'carmen', 'Sean Burke', 'decision'],
  ['Студия Берёза', 'Studio Bereza SIA', 'LV40103857196', 'LV', 'Rīga', 'Brīvības 60', 'LV-1011', 'ru', 'EUR', '6000', 14, 'anna', 'Ольга Крылова', 'decision'],
  ['Балтика Сервис', 'Baltika Serviss SIA', 'LV40203112984', 'LV', 'Daugavpils', 'Rīgas 22', 'LV-5401', 'ru', 'EUR', '7000', 30, 'anna', 'Игорь Соколов', 'user'],
  ['Alpenblick Gasthof', 'Alpenblick Gasthof KG', 'ATU58044146', 'AT', 'Salzburg', 'Bergweg 1', '5020', 'en', 'EUR', '4000', 14, 'carmen', 'Franz Huber', 'decision'],
  ['Delta Print', 'Delta Print d.o.o.', 'SI51049406', 'SI', 'Ljubljana', 'Trubarjeva 8', '1000', 'en', 'EUR', '6500', 14, 'carmen', 'Maja Zupan', 'payer'],
  ['Rosewood Studio', 'Rosewood Studio BV', 'NL810433941B01', 'NL', 'Utrecht', 'Oudegracht 99', '3511 AE', 'en', 'EUR', '9000', 30, 'carmen', 'Anouk de Vries', 'decision'],
  ['Green Field School', 'Green Field School Ltd', 'IE3330982MH', 'IE', 'Limerick', '15 Field Road', 'V94 T9PX', 'en', 'EUR', '10000', 30, 'carmen', 'Aoife Byrne', 'payer'],
  ['Taller Rueda', 'Taller Rueda S.L.', 'ESB64092123', 'ES', 'Valencia', 'Calle Colón 5', '46004', 'es', 'EUR', '3500', 14, 'carmen', 'Diego Rueda', 'user'],
  ['Eva Horáková', 'Eva Horáková', null, 'CZ', 'Olomouc', 'Horní náměstí 2', '779 00', 'cs', 'EUR', '500', 14, 'anna', 'Eva Horáková', 'user'],
  ['Pablo Nieto', 'Pablo Nieto', null, 'ES', 'Málaga', 'Calle Larios 1', '29005', 'es', 'EUR', '500', 14, 'carmen', 'Pablo Nieto', 'user'],
];

/** The customers of Alder & Finch Supplies, from several countries and in all languages of the product. */
export const DEMO_CUSTOMERS: readonly DemoCustomer[] = ROWS.map(
  ([name, legalName, taxId, country, city, street, postalCode, language, currency, creditLimit, paymentDays, owner, contact, role]) =>
    ({ name, legalName, taxId, country, city, street, postalCode, language, currency, creditLimit, paymentDays, owner, contact, role }));
