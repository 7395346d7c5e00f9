import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { rememberedValue } from './remember.ts';

export type Language = 'zh' | 'en';

export interface TextChoice {
  /** Every text is written in place as a pair; there are no key files. */
  t: (zh: string, en: string) => string;
  language: Language;
  setLanguage: (language: Language) => void;
}

const LanguageContext = createContext<TextChoice | null>(null);
const kept = rememberedValue<Language>('shuqiao.language', ['zh', 'en'], 'zh');

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(() => kept.read());
  useEffect(() => {
    kept.write(language);
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  const choice = useMemo<TextChoice>(
    () => ({ t: (zh, en) => (language === 'zh' ? zh : en), language, setLanguage }),
    [language],
  );
  return <LanguageContext value={choice}>{children}</LanguageContext>;
}

export function useText(): TextChoice {
  const choice = useContext(LanguageContext);
  if (!choice) throw new Error('useText is used outside LanguageProvider');
  return choice;
}

/** For places where no component is at hand. */
export function pick(text: { zh: string; en: string }, language: Language): string {
  return text[language];
}
