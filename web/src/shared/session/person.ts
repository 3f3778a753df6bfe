export interface Person {
  readonly uuid: string;
  readonly handle: string;
  readonly display_name: string;
}

export interface Me extends Person {
  readonly email: string;
  readonly created_at: string;
}
