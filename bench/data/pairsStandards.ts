/**
 * The standard element and the code table that a careful clerk would name, by meaning. Many elements are wider than one
 * meaning (发证日期 is that of every certificate, 姓名 that of a guardian too): clerks name them all the same.
 */
const byElement: Record<string, string> = {
  DE00001: 'person.id org.headId marriage.manId marriage.womanId',
  DE00002:
    'person.name org.contact birth.mother birth.father pupil.guardian disabled.guardian patient.doctor marriage.man marriage.woman',
  DE00003: 'person.sex',
  DE00004: 'person.nation',
  DE00005: 'person.born',
  DE00006: 'death.date',
  DE00007: 'person.nationality',
  DE00008: 'person.marital',
  DE00009: 'person.education',
  DE00010: 'person.politics',
  DE00011: 'person.idKind',
  DE00013: 'person.phone org.phone org.headPhone pupil.guardianPhone',
  DE00014: 'person.mobile',
  DE00015: 'person.email',
  DE00016: 'person.household',
  DE00017: 'person.living',
  DE00020: 'org.uscc',
  DE00022: 'org.name',
  DE00023: 'org.head',
  DE00024: 'org.kind',
  DE00025: 'registry.state',
  DE00026: 'org.founded',
  DE00027: 'org.capital',
  DE00028: 'org.seat',
  DE00029: 'org.scope',
  DE00030: 'org.industry',
  DE00031: 'marriage.organ vehicle.organ estate.organ registry.organ charity.organ',
  DE00034: 'rental.address shelter.place relic.place scenic.place',
  DE00035: 'org.post',
  DE00039:
    'marriage.certificate birth.certificate physician.number graduate.number teacher.number food.number drug.number build.number pollute.number safety.number livestock.number charity.number farm.number',
  DE00040: 'food.organ drug.organ build.organ pollute.organ safety.organ',
  DE00041:
    'birth.issued disabled.issued physician.issued teacher.issued floating.issued food.issued drug.issued',
  DE00043: 'driver.until floating.until food.until drug.until pollute.until safety.until vehicle.inspected',
  DE00044: 'licence.number',
  DE00045: 'penalty.number',
  DE00046: 'penalty.date',
  DE00047: 'penalty.fine violation.fine',
  DE00048: 'estate.unit',
  DE00049: 'estate.number',
  DE00050: 'estate.seat',
  DE00051: 'estate.area',
  DE00052: 'estate.use',
  DE00054: 'vehicle.plate',
  DE00055: 'vehicle.vin',
  DE00056: 'driver.number',
  DE00057: 'pension.number',
  DE00059: 'pension.state medicare.state insured.state',
  DE00060: 'pension.base medicare.base',
  DE00062: 'worker.account',
  DE00064: 'disabled.number',
  DE00065: 'disabled.grade',
  DE00066: 'pupil.school graduate.school',
  DE00067: 'pupil.number',
  DE00068: 'tax.number',
  DE00069: 'org.account',
};
const byTable: Record<string, string> = {
  gender: 'person.sex',
  marriage: 'person.marital',
  document_kind: 'person.idKind',
  'GB/T 3304': 'person.nation',
  'GB/T 4658': 'person.education',
  'GB/T 4762': 'person.politics',
  'GB/T 4754': 'org.industry',
  'GA/T 16.4': 'driver.class',
};

const byMeaning = (codes: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(codes).flatMap(([code, meanings]) => meanings.split(' ').map(one => [one, code])),
  );

export const ELEMENTS = byMeaning(byElement);
export const CODE_TABLES = byMeaning(byTable);
