/** The live checklist beside the form; the platform itself decides. */
export function passwordPoints(next: string, again: string): { zh: string; en: string; met: boolean }[] {
  return [
    { zh: '至少 8 位', en: 'At least 8 characters', met: next.length >= 8 },
    {
      zh: '有大写字母和小写字母',
      en: 'Upper and lower case letters',
      met: /[A-Z]/.test(next) && /[a-z]/.test(next),
    },
    { zh: '有数字', en: 'A digit', met: /\d/.test(next) },
    { zh: '有符号', en: 'A sign such as - or !', met: /[^A-Za-z0-9]/.test(next) },
    { zh: '两次输入相同', en: 'Both entries are the same', met: next !== '' && next === again },
  ];
}
