var recto = {};
