import type { ProfileStrings } from './en.ts';

export const strings: ProfileStrings = {
  profile: 'LinkedInプロフィール',
  site: 'このパネルはこのサイト用に設定されていません。管理者にご連絡ください。',
  offline: 'オフラインです。接続が回復すると続行します。',
  noResponse: 'LinkedInパネルが応答しません。しばらくしてからもう一度お試しください。',
  slow: '読み込み中です…',
  retry: '再試行',
};
